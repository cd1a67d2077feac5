/** A file with captions, WebVTT or SRT, is added to a recording. */
import { html } from "htm/preact";
import { useId, useRef, useState } from "preact/hooks";
import { useSession } from "../../context.js";
import { request } from "../../http.js";
import { useAction } from "../../use/action.js";
import { LANGUAGES, languageTag, languageWord } from "../../words.js";
import { Refusal } from "../refusal.js";

const TYPES = { vtt: "text/vtt", srt: "application/x-subrip" };

export function AddCaptions({ recording, onEnd }) {
  const session = useSession();
  const [language, setLanguage] = useState(() => languageWord(session.view.value.session.language ?? "en"));
  const [unfit, setUnfit] = useState("");
  const file = useRef();
  const proposed = useId();
  const named = languageWord(languageTag(language));
  const { run, busy, refusal } = useAction(send);
  function send(path, body) {
    return request(session, path, { method: "POST", body, type: typeOf(body) });
  }
  async function add(event) {
    event.preventDefault();
    const [chosen] = file.current.files;
    const unfit = chosen ? !typeOf(chosen) && "Captions are in a file that ends in .vtt or .srt." : "Choose a file first.";
    setUnfit(unfit || "");
    if (unfit) return;
    const path = `/recordings/${encodeURIComponent(recording.id)}/captions?language=${encodeURIComponent(languageTag(language))}`;
    if ((await run(path, chosen)).ok) onEnd();
  }
  return html`<form class="form" onSubmit=${add} onKeyDown=${(event) => event.key === "Escape" && onEnd()}>
    <label>Captions <span class="hint">a file that ends in .vtt or .srt</span><input class="field" type="file" accept=".vtt,.srt,text/vtt,application/x-subrip" ref=${file} /></label>
    <label>Language <span class="hint">${named === language.trim() ? "or its code, such as pt-BR" : named}</span>
      <input class="field" required list=${proposed} autocapitalize="off" autocomplete="off" spellcheck=${false} value=${language}
        onFocus=${(event) => event.target.select()} onInput=${(event) => setLanguage(event.target.value)} /></label>
    <datalist id=${proposed}>${LANGUAGES.map((name) => html`<option value=${name} />`)}</datalist>
    <div class="action"><button class="button button--second" aria-busy=${busy}>Add the captions</button>
      <button type="button" class="button button--plain" onClick=${onEnd}>Cancel</button><${Refusal} text=${unfit || refusal} /></div>
  </form>`;
}

const typeOf = ({ name }) => TYPES[name.split(".").at(-1).toLowerCase()];
