/**
 * One command and its three ends: `busy` until settled, `refusal` in words; a lost line is the banner's matter.
 * `act`: what sends it, where that is not the socket.
 */
import { useRef, useState } from "preact/hooks";
import { useSession } from "../context.js";
import { refusalWords } from "../words.js";

export function useAction(act) {
  const { send } = useSession();
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState("");
  const running = useRef(false);
  async function run(name, data) {
    if (running.current) return { ok: false };
    running.current = true;
    setBusy(true);
    setRefusal("");
    const answer = await (act ?? send)(name, data);
    running.current = false;
    setBusy(false);
    if (!answer.ok) setRefusal(refusalWords(answer));
    return answer;
  }
  return { run, busy, refusal };
}
