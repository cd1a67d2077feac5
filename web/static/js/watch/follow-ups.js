/** Something more for the room that asked: from late viewers, read by the room and the host. */
import { button, element } from "./element.js";

/** The form of one question. What was typed stays until it has arrived. */
export function followUpForm({ item, server, told }) {
  const room = told.rooms[item.dataset.room] ?? "the room";
  const id = `follow-up-${item.dataset.id}`;
  const text = element("textarea", { className: "field", id, rows: 2, maxLength: 4000, dir: "auto", required: true });
  const state = element("p", { role: "status" });
  const form = element("form", { className: "tools__form" },
    element("label", { htmlFor: id }, `Ask or tell ${room} something more about ${item.id}`), text,
    element("p", { className: "hint" }, "The people of the room and the host read it. Your name is not shown."),
    element("button", { type: "submit", className: "button button--quiet" }, "Send"), state);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const data = { room_id: item.dataset.room, question_id: item.dataset.id, text: text.value };
    const answer = await server.say("viewing.follow_up", data);
    state.className = answer.ok ? "hint" : "refusal";
    state.textContent = answer.ok ? "Sent." : answer.message;
    if (!answer.ok) return;
    show(item, [[answer.result.follow_up_id, { text: text.value, at: Date.now(), mine: true }]], server);
    text.value = "";
  });
  return form;
}

/** Those this reader may see, under their questions; the others under the log. */
export function showFollowUps({ list, known, server, told }) {
  const items = new Map([...list.children].map((item) => [item.dataset.id, item]));
  const inOrder = Object.entries(known.follow_ups).sort(([, a], [, b]) => a.at - b.at);
  for (const [id, one] of inOrder) show(items.get(one.question_id) ?? rest(list), [[id, one]], server, told);
}

function show(place, several, server, told) {
  const list = place.querySelector(".follow-ups") ?? place.querySelector(".log__body, .rest").appendChild(element("ul", { className: "follow-ups", ariaLabel: "From late viewers" }));
  for (const [id, one] of several) list.append(line(id, one, server, place.classList.contains("log__item") ? undefined : told?.rooms[one.room_id]));
}

function line(id, one, server, room) {
  const from = one.mine ? "You, later" : "A late viewer";
  const own = element("li", { className: "follow-ups__one" },
    element("p", { className: "hint" }, room ? `${from}, to ${room}` : from), element("p", { className: "follow-ups__text", dir: "auto" }, one.text));
  if (one.mine) own.append(button("button--plain", "Take back", async ({ currentTarget }) => {
    const answer = await server.say("viewing.remove_follow_up", { follow_up_id: id });
    if (answer.ok) own.remove();
    else currentTarget.after(element("span", { className: "refusal", role: "alert" }, answer.message));
  }));
  return own;
}

function rest(list) {
  const known = document.getElementById("rest");
  if (known) return known;
  const place = element("section", { id: "rest" }, element("h3", {}, "From late viewers, to rooms"), element("div", { className: "rest" }));
  list.after(place);
  return place;
}
