/** Ids of questions that say nearly the same as this one, the most alike first. None until they are known, or where that fails. */
import { useEffect, useState } from "preact/hooks";
import { useSession } from "../context.js";
import { similar } from "../similar.js";

const NONE = [];

export function useAlike(question) {
  const session = useSession();
  const [found, setFound] = useState({ ids: NONE });
  const line = ["live", "polling"].includes(session.connection.value); // before that nothing is found
  useEffect(() => {
    let wanted = true;
    similar(session, question.text, question.id).then((near) => {
      if (wanted) setFound({ of: question.id, ids: near.map((each) => each.question_id) });
    });
    return () => { wanted = false; };
  }, [question.id, question.text, line]);
  return found.of === question.id ? found.ids : NONE;
}
