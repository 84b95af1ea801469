// How far somebody has come.

import { el } from "../dom.js";

export function progressBar(finished, all) {
  const text = `${finished} of ${all} finished`;
  return el("label", {}, text, el("progress", { max: Math.max(all, 1), value: finished, "aria-label": text }));
}
