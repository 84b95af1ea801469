// Where requests to REST APIs come in: by the API's own host or path, and by custom domains. Requests to a domain that none of its mappings
// takes come here as well, and are refused.

import { isCallOfAnother, isCustomDomain } from "../../../service/api-domains/routing.ts";
import type { YardContext } from "../../../service/context.ts";
import type { Door } from "../../../service/service.ts";
import { answerRequest } from "./answer-request.ts";
import { isRestAddress, mayBeAddress } from "./target.ts";

export const restApi: Door = {
  name: "rest-api",
  accepts: (host, path, head, yard: YardContext) =>
    mayBeAddress(host, path) && yard.store.read((tx) => isRestAddress(tx, host, path)) && !isCallOfAnother(host, head),
  // A name that a customer has registered is no name that an attacker could lead here by himself.
  isOwnHost: (host, yard) => yard.store.read((tx) => isCustomDomain(tx, host)),
  answer: answerRequest,
};
