/** Finds what stands on a page by its role and name, as a screen reader tells it. */

const ROLES = {
  button: "button", link: "a[href]", checkbox: "input[type=checkbox], input[type=radio]", list: "ul, ol", item: "li", image: "img", fold: "details",
  heading: "h1, h2, h3", choice: "select", status: "[role=status]", timer: "[role=timer]", progress: "progress", group: "[role=group]",
  field: "textarea, input:not([type=checkbox]):not([type=radio])",
};

export const words = (element) => element.textContent.replace(/\s+/g, " ").trim();

export function nameOf(element) {
  const { id } = element;
  const label = (id && element.ownerDocument.querySelector(`label[for="${id}"]`)) || element.closest("label");
  if (element.hasAttribute("aria-label")) return element.getAttribute("aria-label");
  if (element.matches("img")) return element.alt;
  if (element.matches("details")) return words(element.querySelector("summary"));
  const labelled = label && element.matches("input, textarea, select");
  const only = (labelled ? label : element).cloneNode(true);
  for (const silent of only.querySelectorAll(labelled ? "input, textarea, select, .hint" : "[aria-hidden=true]")) silent.remove();
  return words(only);
}

export class Reading {
  constructor(root) {
    this.root = root;
  }

  get text() {
    return words(this.root);
  }

  all(role) {
    return [...this.root.querySelectorAll(ROLES[role])];
  }

  /** The names of all that have a role, in order. */
  names(role) {
    return this.all(role).map(nameOf);
  }

  /** The one with this name (a text or a pattern); an error tells what there is. */
  the(role, name) {
    const fits = (each) => name === undefined || (name instanceof RegExp ? name.test(nameOf(each)) : nameOf(each) === name);
    const found = this.all(role).filter(fits);
    if (found.length === 1) return found[0];
    throw new Error(`${found.length} of role ${role} and name ${name}; there are: ${this.names(role).join(" | ") || "none"}`);
  }

  has(role, name) {
    return this.names(role).includes(name);
  }
}
