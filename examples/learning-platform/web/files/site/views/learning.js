// The courses of whoever is signed in.

import { call, find } from "../api.js";
import { el } from "../dom.js";
import { signedInAs } from "../session.js";
import { card, cards } from "./catalogue.js";
import { progressBar } from "./progress.js";

export async function learning() {
  const title = "My courses";
  if (signedInAs() === undefined)
    return { title, content: [el("p", {}, el("a", { href: "#/sign-in" }, "Sign in"), " to see your courses.")] };
  const [{ enrolments }, { courses }] = await Promise.all([call("GET", "/enrolments"), call("GET", "/courses")]);
  if (enrolments.length === 0)
    return { title, content: [el("p", {}, "None yet. ", el("a", { href: "#/" }, "Choose one"), ".")] };
  const items = await Promise.all(
    enrolments.map(async ({ courseId }) => {
      const path = `/courses/${encodeURIComponent(courseId)}`;
      const [{ materials }, progress] = await Promise.all([call("GET", `${path}/materials`), find(`${path}/progress`)]);
      const course = courses.find((each) => each.courseId === courseId) ?? { courseId, title: courseId };
      return card(course, progressBar(progress?.finished.length ?? 0, materials.length));
    }),
  );
  return { title, content: [cards(items)] };
}
