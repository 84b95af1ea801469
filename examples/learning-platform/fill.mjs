// Fills the platform with three courses and a teacher, so that there is something to look at: node fill.mjs

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, outputs, PASSWORD, person, putMaterial, under } from "./platform.mjs";

const COURSES = [
  ["analytical-engines", "Analytical engines", "Cards, wheels and loops: how a machine follows a plan.", 4900],
  ["compilers", "Compilers by hand", "From a text to a tree to a program, without a library.", 6900],
  ["events", "Thinking in events", "Systems whose parts tell each other what has happened.", 3900],
];
const lesson = (name) => readFileSync(join(import.meta.dirname, "lessons", name));

const teacher = await person({ email: "teacher@learning.example", name: "Grace", groups: ["teachers"] });
for (const [courseId, title, summary, priceCents] of COURSES) {
  await expect(200, () => teacher.call("PUT", `/courses/${courseId}`, { title, summary, priceCents }));
  await putMaterial(
    teacher,
    courseId,
    "01-why-we-learn.txt",
    "text/plain; charset=utf-8",
    lesson("01-why-we-learn.txt"),
  );
  await putMaterial(teacher, courseId, "02-one-step-and-the-next.webm", "video/webm", lesson("lesson.webm"));
}
console.log(`${COURSES.length} courses are there. Their teacher: teacher@learning.example, ${PASSWORD}`);
const { WebUrl, WebDomainName } = outputs;
if (WebUrl !== undefined)
  console.log(`Open ${WebDomainName === undefined ? WebUrl : under(WebDomainName, WebUrl, "/")}`);
