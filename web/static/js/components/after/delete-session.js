/** The session is deleted for good, for everybody. Whoever does it types its title. */
import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { useSession } from "../../context.js";
import { confirms } from "../../keeping.js";
import { useAction } from "../../use/action.js";
import { Refusal } from "../refusal.js";

export function DeleteSession() {
  const { view } = useSession();
  const { title } = view.value.session;
  const [typed, setTyped] = useState("");
  const [unsure, setUnsure] = useState("");
  const { run, busy, refusal } = useAction();
  function remove(event) {
    event.preventDefault();
    setUnsure(confirms(typed, title) ? "" : "That is not the title. Look again at the top of this page.");
    return confirms(typed, title) && run("session.delete");
  }
  return html`<form class="form" onSubmit=${remove}>
    <p>Names, questions, answers, captions, files that lie on this server, and every link: all of it goes, for everybody, for good.
      Download first what you want to keep. Recordings that lie elsewhere stay there.</p>
    <label>To confirm, type the title of the session
      <input class="field" required dir="auto" autocomplete="off" value=${typed} onInput=${(event) => setTyped(event.target.value)} /></label>
    <div class="action"><button class="button button--grave" aria-busy=${busy}>Delete the session</button><${Refusal} text=${unsure || refusal} /></div>
  </form>`;
}
