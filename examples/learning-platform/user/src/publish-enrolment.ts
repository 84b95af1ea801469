// Tells the enrolment topic about every enrolment that has become active.

import { publishing } from "../../common/stream.ts";

export const handler = publishing("EnrolmentActivated", (enrolment, before) => {
  // What else changes in an enrolment, such as the note that its mail was sent, concerns nobody.
  if (enrolment["status"]?.S !== "ACTIVE" || before?.["status"]?.S === "ACTIVE") return undefined;
  return { userId: enrolment["userId"]?.S, courseId: enrolment["courseId"]?.S };
});
