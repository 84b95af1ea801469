// What each operation needs. AWS: "Control access to WebSocket APIs with IAM authorization": execute-api:ManageConnections on
// arn:aws:execute-api:REGION:ACCOUNT:API/STAGE/METHOD/@connections/ID. No policy of a WebSocket API lets other accounts in.

import type { PermissionRule, Permissions } from "../../../service/service.ts";
import { loadOwner } from "../repo.ts";
import { stageAddress } from "./address.ts";

function rule(method: string): PermissionRule {
  return ({ ConnectionId }: { readonly ConnectionId: string }, call) => {
    const { store } = call.yard;
    const { apiId = "*", stageName = "*" } = store.read((tx) => stageAddress(tx, call)) ?? {};
    // An API that is not there is nobody's: the caller is asked about one of its own.
    const { account, region } = store.read((tx) => loadOwner(tx, apiId)) ?? call;
    const path = `${apiId}/${stageName}/${method}/@connections/${ConnectionId}`;
    return [{ action: "execute-api:ManageConnections", resource: `arn:aws:execute-api:${region}:${account}:${path}` }];
  };
}

export const permissions: Permissions = {
  PostToConnection: rule("POST"),
  GetConnection: rule("GET"),
  DeleteConnection: rule("DELETE"),
};
