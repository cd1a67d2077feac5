/** One person is forgotten. Says what goes and what stays before it asks. */
import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { confirms, textsWords } from "../../keeping.js";
import { stayNear } from "../../stay-near.js";
import { useAction } from "../../use/action.js";
import { Refusal } from "../refusal.js";

export function ForgetPerson({ person, texts, onEnd }) {
  const { id, name } = person;
  const expert = person.roles?.includes("panelist"); // their answers belong to those who asked, too
  const [written, setWritten] = useState(expert ? "stay" : "go");
  const [typed, setTyped] = useState("");
  const [unsure, setUnsure] = useState("");
  const { run, busy, refusal } = useAction();
  async function erase(event) {
    event.preventDefault();
    setUnsure(confirms(typed, name) ? "" : `Type “${name}” to confirm.`);
    if (!confirms(typed, name)) return;
    const keeps = written === "stay" ? { keep_texts: true } : {};
    if (!(await run("session.erase_participant", { participant_id: id, ...keeps })).ok) return;
    onEnd();
    stayNear("rooms-title");
  }
  const choice = (value, words) => html`<label class="check">
    <input type="radio" name=${`texts-${id}`} value=${value} checked=${written === value} onChange=${() => setWritten(value)} /> ${words}</label>`;
  return html`<details class="why"><summary>Forget ${name}…</summary>
    <form class="form" onSubmit=${erase}>
      <p>Name, affiliation and way in are taken out of everything that is stored, for good. ${name} is let go.
        Votes and seats stay counted, without the name. What was said in a recording, and captions, are not changed.</p>
      <fieldset class="choices"><legend>What they wrote${texts && `: ${textsWords(texts) || "nothing so far"}`}</legend>
        ${choice("go", `goes, too${expert ? ", written answers included" : ""}: “[removed]” stands in its place`)}${choice("stay", "stays, without a name")}</fieldset>
      <label>To confirm, type “${name}” <input class="field" required dir="auto" autocomplete="off" value=${typed} onInput=${(event) => setTyped(event.target.value)} /></label>
      <div class="action"><button class="button button--grave" aria-busy=${busy}>Forget ${name}</button><${Refusal} text=${unsure || refusal} /></div>
    </form></details>`;
}
