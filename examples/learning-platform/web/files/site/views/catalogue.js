// All courses.

import { call } from "../api.js";
import { el } from "../dom.js";

export async function catalogue() {
  const { courses } = await call("GET", "/courses");
  const lead = el("p", { className: "lead" }, "Pay once, watch as often as you like, and see how far you have come.");
  if (courses.length === 0) return { title: "Courses", content: [lead, el("p", {}, "There are none yet.")] };
  const sorted = courses.toSorted((a, b) => a.title.localeCompare(b.title));
  return { title: "Courses", content: [lead, cards(sorted.map((course) => card(course, price(course.priceCents))))] };
}

export function cards(items) {
  return el("ul", { className: "cards" }, ...items.map((item) => el("li", {}, item)));
}

export function card({ courseId, title, summary }, ...foot) {
  const link = el("a", { href: `#/courses/${encodeURIComponent(courseId)}` }, title);
  return el(
    "article",
    { className: "card" },
    el("h2", {}, link),
    el("p", { className: "soft" }, summary ?? ""),
    el("div", { className: "price" }, ...foot),
  );
}

export function price(cents) {
  return new Intl.NumberFormat("en", { style: "currency", currency: "EUR" }).format(cents / 100);
}
