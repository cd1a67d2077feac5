/** Questions that say nearly the same as what is being written, looked for when the writing pauses. */
import { useEffect, useState } from "preact/hooks";
import { useSession } from "../context.js";
import { similar } from "../similar.js";

const PAUSE_MS = 400;
const LEAST_LETTERS = 12; // before that everything is like everything

/** Ids of questions, most alike first. `questionId`: the one whose words are being changed. */
export function useNearDuplicates(text, questionId) {
  const session = useSession();
  const [found, setFound] = useState([]);
  const words = text.trim();
  useEffect(() => {
    if (lettersOf(words) < LEAST_LETTERS) return setFound([]);
    let wanted = true;
    const timer = setTimeout(async () => {
      const near = await similar(session, words, questionId);
      if (wanted) setFound(near.map((each) => each.question_id));
    }, PAUSE_MS);
    return () => { wanted = false; clearTimeout(timer); };
  }, [words]);
  return found;
}

const lettersOf = (text) => text.match(/\p{L}/gu)?.length ?? 0;
