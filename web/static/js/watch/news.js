/** "There is something new": asked once a minute while somebody looks, said without moving anything. */
import { button, element } from "./element.js";

const MINUTE = 60_000;

export function watchForNews({ session_id: session, digest }) {
  const asking = setInterval(ask, MINUTE);
  ask();
  async function ask() {
    if (document.hidden) return;
    const answer = await fetch(`/api/sessions/${session}/watch`, { cache: "no-store", headers: { "If-None-Match": `"${digest}"` } }).catch(() => undefined);
    if (answer?.status !== 200) return;
    clearInterval(asking);
    document.body.append(element("div", { className: "news", role: "status" },
      element("p", {}, "There is something new on this page."), button("button--quiet", "Load again", () => location.reload())));
  }
}
