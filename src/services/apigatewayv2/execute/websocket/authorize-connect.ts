// Who may connect: the $connect route's authorization. AWS: "Control and manage access to WebSocket APIs in API Gateway".

import { AwsError } from "../../../../kernel/errors.ts";
import type { Principal } from "../../../../iam/principal.ts";
import type { DoorAccess, DoorSigner } from "../../../../service/service.ts";
import { authorizeByFunction } from "./authorizer.ts";
import { routeArn, type SocketCall } from "./call.ts";
import { SocketFailure } from "./failure.ts";

/** What is known of a client that may connect. */
export interface ConnectVerdict {
  readonly authorizer?: Readonly<Record<string, unknown>>;
  readonly usageIdentifierKey?: string;
  readonly identity?: Readonly<Record<string, string>>;
}

/** Rejects with a SocketFailure unless the client may connect. */
export async function authorizeConnect(call: SocketCall, access: DoorAccess): Promise<ConnectVerdict> {
  switch (call.route.authorizationType ?? "NONE") {
    case "AWS_IAM":
      return requireSigner(call, access);
    case "CUSTOM":
      return authorizeByFunction(call);
    default:
      return {};
  }
}

/** AWS: "Control access with IAM authorization": execute-api:Invoke on API/STAGE/$connect, signed in the header or in the query. */
function requireSigner(call: SocketCall, access: DoorAccess): ConnectVerdict {
  try {
    const signer = access.signer("execute-api");
    if (signer === undefined) throw new SocketFailure(403, "Missing Authentication Token");
    const requests = [{ action: "execute-api:Invoke", resource: routeArn(call) }];
    access.authorize("apigatewayv2", signer.principal, requests, call.scope);
    return { identity: identityOf(signer) };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new SocketFailure(403, error.message);
  }
}

function identityOf({ principal, accessKeyId }: DoorSigner): Readonly<Record<string, string>> {
  const signed: Partial<Extract<Principal, { userId: string }>> = "userId" in principal ? principal : {};
  const { userId, account, arn } = signed;
  return {
    accessKey: accessKeyId,
    ...(account === undefined ? {} : { accountId: account }),
    ...(userId === undefined ? {} : { caller: userId, user: userId }),
    ...(arn === undefined ? {} : { userArn: arn }),
  };
}
