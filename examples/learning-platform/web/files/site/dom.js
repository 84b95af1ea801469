// Elements without a framework: text is always text, so nothing that a user wrote becomes markup.

/**
 * Makes an element. Properties that begin with "on" are listeners, those with a hyphen and `role`, `for` are attributes, all others properties.
 * @param {string} tag
 * @param {Record<string, unknown>} [properties]
 * @param {...(Node | string)} children
 */
export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
    else if (name.includes("-") || name === "role") element.setAttribute(name, String(value));
    else Reflect.set(element, name, value);
  }
  element.append(...children);
  return element;
}

/** A labelled field of a form. */
export function field(label, properties) {
  return el("label", {}, label, el("input", { required: true, ...properties }));
}

/**
 * A form which is busy while it is sent, and shows what went wrong where it was typed.
 * @param {{ button: string, fields: Node[], send: (values: Record<string, string>) => Promise<void> }} options
 */
export function form({ button, fields, send }) {
  const error = el("p", { className: "error", role: "alert" });
  const submit = el("button", { type: "submit" }, button);
  const element = el("form", { onsubmit }, ...fields, error, submit);
  return element;

  async function onsubmit(event) {
    event.preventDefault();
    submit.disabled = true;
    error.textContent = "";
    try {
      await send(Object.fromEntries(new FormData(element)));
    } catch (problem) {
      error.textContent = problem.message;
    }
    submit.disabled = false;
  }
}

/** Says something to everybody, also to those who listen to the page. */
export function say(text) {
  const status = document.querySelector("#status");
  status.textContent = text;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => (status.textContent = ""), 6000);
}
