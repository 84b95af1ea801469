// The whole platform: every path, and the user pool's trigger, end in this function.

import { answer, type ApiRequest } from "../../common/http.ts";
import { listCourses, listMaterial, putCourse, putMaterial, readMaterial } from "./catalogue.ts";
import { finishMaterial, getProgress, listEnrolments } from "./learning.ts";
import { getPayment, pay } from "./payments.ts";
import { createProfile, getProfile, putProfile, type Confirmation } from "./people.ts";

interface Call extends ApiRequest<string> {
  readonly httpMethod: string;
  readonly path: string;
}

type Answer = ReturnType<typeof answer>;
type Operation = (request: ApiRequest<string>, ...parts: string[]) => Promise<Answer>;

const ROUTES: readonly (readonly [method: string, path: RegExp, operation: Operation])[] = [
  ["GET", /^\/courses$/, listCourses],
  ["PUT", /^\/courses\/([^/]+)$/, putCourse],
  ["GET", /^\/courses\/([^/]+)\/materials$/, listMaterial],
  ["GET", /^\/courses\/([^/]+)\/materials\/([^/]+)$/, readMaterial],
  ["PUT", /^\/courses\/([^/]+)\/materials\/([^/]+)$/, putMaterial],
  ["GET", /^\/courses\/([^/]+)\/progress$/, getProgress],
  ["PUT", /^\/courses\/([^/]+)\/finished\/([^/]+)$/, finishMaterial],
  ["GET", /^\/payments\/([^/]+)$/, getPayment],
  ["PUT", /^\/payments\/([^/]+)$/, pay],
  ["GET", /^\/enrolments$/, listEnrolments],
  ["GET", /^\/profile$/, getProfile],
  ["PUT", /^\/profile$/, putProfile],
];

export const handler = async (event: Call | Confirmation): Promise<Answer | Confirmation> => {
  if ("triggerSource" in event) return createProfile(event);
  for (const [method, path, operation] of ROUTES) {
    const parts = path.exec(event.path);
    if (parts !== null && method === event.httpMethod)
      return operation(event, ...parts.slice(1).map((part) => decodeURIComponent(part)));
  }
  return answer(404, { message: "There is no such path." });
};
