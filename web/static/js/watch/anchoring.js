/** For a host: "this is when C-2 was asked". One press corrects the seconds of the whole recording, and can be undone. */
import { offsetWords } from "./address.js";
import { button, element } from "./element.js";

export function anchoring({ told, list, player, server, relocate }) {
  const rows = [...list.children].filter((item) => item.dataset.called && item.dataset.part === undefined).map(row);
  const show = () => {
    const { media, room_id: room } = player.present;
    for (const each of rows) each.hidden = !media || room !== undefined; // questions are asked with everybody
  };
  player.place.addEventListener("loaded", show);
  show();

  function row(item) {
    const state = element("p", { className: "hint", role: "status" });
    const own = element("div", { className: "anchor" },
      button("button--quiet", `This is when ${item.id} was asked`, () => set(item, state)), state);
    item.querySelector(".log__body").append(own);
    return own;
  }

  async function set(item, state) {
    const { id: recording_id, anchors = [] } = player.present;
    const at = Number(item.dataset.called);
    const offset = Math.round(player.seconds * 1000);
    const before = anchors.find((each) => each.at === at);
    const undo = before ? ["recordings.anchor", { recording_id, ...before }] : ["recordings.drop_anchor", { recording_id, at }];
    const moved = await send(["recordings.anchor", { recording_id, at, offset }], state);
    if (!moved) return;
    const own = moved.find((each) => each.item === item);
    const others = moved.filter((each) => each.item !== item);
    state.replaceChildren(`${item.id} is at ${offsetWords(offset / 1000)} now${own?.before === undefined ? "" : `, it was at ${offsetWords(own.before)}`}. ${alsoMoved(others)} `,
      button("button--plain", "Undo", async () => {
        if (await send(undo, state)) state.textContent = "Undone: the seconds are as before.";
      }));
  }

  /** The places that moved, [{item, before, after}] in seconds; undefined where it was refused, which is said. */
  async function send([name, data], state) {
    const answer = await server.command(name, data);
    const fresh = answer.ok ? await server.watch() : answer;
    if (!fresh.ok) {
      state.textContent = fresh.message;
      return undefined;
    }
    const before = offsets(list, data.recording_id);
    rewrite(list, fresh.places);
    relocate(fresh);
    const after = offsets(list, data.recording_id);
    return [...after].filter(([item, offset]) => before.get(item) !== offset).map(([item, offset]) => ({ item, before: before.get(item), after: offset }));
  }
}

/** "3 other questions moved by 6 s." Pure. */
export function alsoMoved(others) {
  const known = others.filter(({ before }) => before !== undefined);
  const shifts = known.map(({ before, after }) => Math.round(Math.abs(after - before)));
  const count = `${others.length} other ${others.length === 1 ? "question" : "questions"}`;
  if (!others.length) return "No other question moved.";
  if (!known.length) return `${count} can be found in this recording now.`;
  const [least, most] = [Math.min(...shifts), Math.max(...shifts)];
  return `${count} moved by ${least === most ? `${most} s` : `${least} to ${most} s`}.`;
}

const offsets = (list, recording) => new Map([...list.querySelectorAll("a[data-recording]")]
  .filter((link) => link.dataset.recording === recording)
  .map((link) => [link.closest("li"), Number(link.dataset.offset) / 1000]));

/** Put the links of every question right. */
function rewrite(list, places) {
  for (const item of list.children) {
    item.querySelector(".log__places")?.remove();
    const here = places[item.dataset.id] ?? [];
    if (!here.length) continue;
    const links = here.map(({ url, recording_id: recording, offset, snapped }) => element("span", { className: "log__heard" },
      element("a", { className: "log__place", href: url, rel: "noopener noreferrer", data: { recording, offset } }, `Watch from ${offsetWords(offset / 1000)}`),
      ...(snapped ? [element("span", { className: "hint" }, "asked while nothing was recorded; this is where it goes on")] : [])));
    item.querySelector(".tools, .anchor").before(element("p", { className: "log__places" }, ...links));
  }
}
