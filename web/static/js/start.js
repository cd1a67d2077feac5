/** The first page: the form that makes a session. Entering a code works without this. */
import { render } from "preact";
import { html } from "htm/preact";
import { CreateForm } from "./components/start/create-form.js";

const place = document.getElementById("create");
if (place) {
  place.replaceChildren();
  render(html`<${CreateForm} needsKey=${place.dataset.needsKey === "yes"} makesCalls=${place.dataset.makesCalls === "yes"} />`, place);
}
