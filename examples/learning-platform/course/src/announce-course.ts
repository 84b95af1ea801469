// Tells the course topic about every new state of a course.

import { publishing } from "../../common/stream.ts";

export const handler = publishing("CourseChanged", (course) => ({
  courseId: course["courseId"]?.S,
  title: course["title"]?.S,
  priceCents: Number(course["priceCents"]?.N),
}));
