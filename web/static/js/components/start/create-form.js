/** Make a session: a title, themes, when, how long; folded the calls and dilemmas; what is recorded. Shows the links once. */
import { html } from "htm/preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { createSession, faultsOf, withThemes } from "../../create.js";
import { refusalWords } from "../../words.js";
import { useDraft } from "../../use/draft.js";
import { CallFields } from "./call-fields.js";
import { CreatedLinks } from "./created-links.js";
import { Labelled } from "./labelled.js";
import { NoticeFields } from "./notice-fields.js";
import { Refusal } from "../refusal.js";
import { WhenFields } from "./when-fields.js";

export function CreateForm({ needsKey, makesCalls }) {
  const [draft, change, forget] = useDraft();
  const [key, setKey] = useState("");
  const [state, setState] = useState({ busy: false, faults: {} });
  const form = useRef();
  useEffect(() => toFirstFault(form.current), [state.faults]);

  async function create(event) {
    event.preventDefault();
    if (state.busy) return;
    setState({ ...state, busy: true });
    const answer = await createSession({ ...draft, made: draft.made && makesCalls }, key);
    setState({ busy: false, faults: {}, ...(answer.ok ? { created: answer, planned: Boolean(draft.starts) } : told(answer)) });
    if (answer.ok) forget();
  }
  if (state.created) return html`<${CreatedLinks} created=${state.created} planned=${state.planned} />`;
  const { faults } = state;
  const typed = (field) => (event) => change({ ...draft, [field]: event.target.value });
  const shared = { draft, change, faults, typed };
  return html`<form class="form create" ref=${form} onSubmit=${create}>
    <${Labelled} label="Title" name="title" faults=${faults}>${(its) => html`<input class="field" required value=${draft.title} onInput=${typed("title")} ...${its} />`}<//>
    <${Labelled} label="Themes" hint="one per line; each becomes a room" name="rooms" faults=${faults}>${(its) => html`
      <textarea class="field" rows="4" required value=${draft.themes} onInput=${(e) => change(withThemes(draft, e.target.value))} ...${its}></textarea>`}<//>
    <${WhenFields} ...${shared} />
    <${NoticeFields} ...${shared} />
    <${CallFields} ...${shared} makesCalls=${makesCalls} />
    ${needsKey && html`<${Labelled} label="Key" hint="from who runs this server" name="key">${(its) => html`
      <input class="field" type="password" required autocomplete="off" value=${key} onInput=${(e) => setKey(e.target.value)} ...${its} />`}<//>`}
    <div class="action"><button class="button button--large" aria-busy=${state.busy}>Create the session</button><${Refusal} text=${state.refusal} /></div>
  </form>`;
}

/** A refusal beside the fields it names; what names no field of ours stands at the button. */
function told(answer) {
  const faults = {};
  for (const { field, reason } of faultsOf(answer.message)) {
    const place = placeOf(field);
    const words = refusalWords({ message: `${field}: ${reason}` });
    faults[place] = [faults[place], words].filter(Boolean).join(" ");
  }
  return { faults, refusal: Object.keys(faults).length ? "" : refusalWords(answer) };
}

/** Where the form has a field of the request. */
function placeOf(field) {
  if (/^rooms\.\d+\.theme$/.test(field)) return "rooms";
  if (field.startsWith("agenda.")) return "minutes";
  return field.replace(/(\.questions)\.\d+$/, "$1");
}

function toFirstFault(form) {
  const field = form?.querySelector("[aria-invalid='true']");
  const fold = field?.closest("details");
  if (fold) fold.open = true;
  field?.focus();
}
