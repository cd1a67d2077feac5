/** A link to what is seen, for somebody else. */

/** Copies, and says so on the button for a moment; where the browser refuses, the address bar has the link. */
export async function copied(pressed, link) {
  const words = [...pressed.childNodes];
  try {
    await navigator.clipboard.writeText(link);
    pressed.textContent = "Copied";
  } catch {
    history.replaceState(null, "", link);
    pressed.textContent = "It is in the address bar";
  }
  setTimeout(() => pressed.replaceChildren(...words), 3000);
}
