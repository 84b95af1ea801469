// The mail or text message that tells new users their temporary password. AWS: AdminCreateUser, DesiredDeliveryMediums.

import type { DeliveryMediumType } from "@aws-sdk/client-cognito-identity-provider";
import type { YardContext } from "../../../service/context.ts";
import { deliver } from "./codes.ts";
import type { Located } from "./users.ts";

/** Sends the invitation by each of the media for which the user has an address. */
export async function invite(
  yard: YardContext,
  located: Located,
  secret: string,
  media: readonly DeliveryMediumType[],
  clientMetadata: Readonly<Record<string, string>> | undefined,
): Promise<void> {
  for (const medium of media) {
    const destination = located.user.attributes[medium === "EMAIL" ? "email" : "phone_number"];
    if (destination === undefined) continue;
    await deliver(yard, located, { kind: "AdminCreateUser", medium, destination, secret, clientMetadata });
  }
}
