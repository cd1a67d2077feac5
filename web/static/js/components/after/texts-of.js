/** How much one person wrote: {questions, answers, others} as `textsIn` counts; undefined until it is known, or where it is not `wanted`. */
import { useEffect, useState } from "preact/hooks";
import { useSession } from "../../context.js";
import { request } from "../../http.js";
import { textsIn } from "../../keeping.js";

export function useTextsOf(participant, wanted = true) {
  const session = useSession();
  const [texts, setTexts] = useState(undefined);
  useEffect(() => {
    if (!wanted) return undefined;
    let asked = true;
    request(session, `/participants/${encodeURIComponent(participant)}/data.json`).then((held) => asked && held.ok && setTexts(textsIn(held)));
    return () => { asked = false; };
  }, [participant, wanted]);
  return texts;
}
