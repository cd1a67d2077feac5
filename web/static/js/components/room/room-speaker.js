/** Who speaks for a room, in one sentence, also while the one who should is away. */
import { html } from "htm/preact";
import { useSession } from "../../context.js";

export function RoomSpeaker({ room }) {
  const { me } = useSession();
  const [away, mine] = [(room.absent ?? []).includes("representative"), me.value.speaks_as];
  if (mine === "deputy" && room.speaker_id === me.value.id) return html`<strong>You are the deputy. The representative is away: you speak now.</strong>`;
  const deputy = mine === "deputy" ? " You are the deputy." : room.deputy ? html` Deputy: <bdi>${room.deputy}</bdi>.` : "";
  if (mine === "representative") return html`<strong>You speak for this room.</strong>${deputy}`;
  if (!room.representative) return html`<strong>Nobody speaks for this room yet.</strong>${deputy}`;
  if (!away) return html`<span><bdi>${room.representative}</bdi> speaks for this room.${deputy}</span>`;
  return html`<span><bdi>${room.representative}</bdi> is away. ${room.speaker ? html`<bdi>${room.speaker}</bdi> speaks for this room.` : html`<strong>Nobody speaks for this room now.</strong>`}</span>`;
}
