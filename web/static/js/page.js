/** What participant.js and host.js share: read the bootstrap, open the session, take over the first paint. */
import { effect } from "@preact/signals";
import { render } from "preact";
import { html } from "htm/preact";
import { Gone, isGone } from "./components/after/gone.js";
import { SessionContext, startTicking, useSession } from "./context.js";
import { createSession } from "./session.js";
import { currentPhase } from "./look.js";

export function mount(App) {
  const bootstrap = JSON.parse(document.getElementById("bootstrap").textContent);
  const session = createSession(bootstrap);
  startTicking(session);
  effect(() => { document.body.dataset.kind = currentPhase(session.view.value)?.kind ?? "none"; });
  const app = document.getElementById("app");
  app.replaceChildren(); // one task: nothing is painted in between
  render(html`<${SessionContext.Provider} value=${session}><${Page} App=${App} bootstrap=${bootstrap} /><//>`, app);
}

/** The page, for as long as there is such a session, and this person in it. */
function Page({ App, bootstrap }) {
  const { refused } = useSession();
  const code = refused.value?.code;
  return isGone(code) ? html`<${Gone} code=${code} />` : html`<${App} bootstrap=${bootstrap} />`;
}
