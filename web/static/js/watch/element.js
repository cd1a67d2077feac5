/** A new element: `element("a", { href }, "words", other)`. Text goes in as text. */
export function element(name, { data = {}, ...properties } = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  Object.assign(made.dataset, data);
  made.append(...children);
  return made;
}

export const button = (className, words, onclick) => element("button", { type: "button", className: `button ${className}`, onclick }, words);
