/** The session being written on the start page: all of it survives a reload of the tab. */
import { EMPTY } from "../create.js";
import { ownZone } from "../zone.js";
import { useKeptText } from "./kept-text.js";

/** [draft, change, forget]. */
export function useDraft() {
  const [kept, keep, forget] = useKeptText("new-session");
  const draft = { ...EMPTY, zone: ownZone(), ...(kept ? JSON.parse(kept) : {}) };
  return [draft, (next) => keep(JSON.stringify(next)), forget];
}
