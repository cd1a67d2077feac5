/** How components reach the session: `const { view, me, send } = useSession()`. */
import { computed, signal } from "@preact/signals";
import { createContext } from "preact";
import { useContext } from "preact/hooks";

export const SessionContext = createContext(undefined);
export const useSession = () => useContext(SessionContext);

/** The server's time, twice a second. Only text that counts down reads it. */
export const ticking = signal(0);

/** The same to the minute: what shows clock times redraws once a minute. */
export const minute = computed(() => Math.floor(ticking.value / 60_000) * 60_000);

export function startTicking(session) {
  const tick = () => { ticking.value = session.now(); };
  tick();
  setInterval(tick, 500);
}
