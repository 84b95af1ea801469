// What browsers are told about user pools: pages of every origin may sign people up and in.

import type { CrossOrigin } from "../../service/service.ts";

/** AWS: inferred from what `cognito-idp.REGION.amazonaws.com` answers to pages; Amplify and amazon-cognito-identity-js depend on it. */
export const crossOrigin: CrossOrigin = {
  preflight({ headers, path }) {
    // A preflight does not say which operation follows. What is asked of other services answers without these headers,
    // so that a page cannot read it.
    const asked = headers["access-control-request-headers"] ?? "";
    const method = headers["access-control-request-method"];
    if (path !== "/" || method !== "POST" || !/\bx-amz-target\b/i.test(asked)) return undefined;
    return {
      status: 200,
      headers: {
        "access-control-allow-origin": "*",
        "access-control-allow-headers": asked,
        "access-control-allow-methods": "POST",
        "access-control-max-age": "172800",
      },
      body: "",
    };
  },

  headers: () => ({
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date",
  }),
};
