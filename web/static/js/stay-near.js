/** When what had the focus goes, the focus stays near: on a heading (`tabindex="-1"`), and nothing scrolls. */
export const stayNear = (id) => requestAnimationFrame(() => document.getElementById(id)?.focus({ preventScroll: true }));
