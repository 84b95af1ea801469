// DeletePlatformApplication: removes an application and its devices; one that is gone is success.

import type {
  DeletePlatformApplicationCommandInput,
  DeletePlatformApplicationCommandOutput,
} from "@aws-sdk/client-sns";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { parseApplicationArn } from "../push.ts";
import { removePlatformApplication } from "../repo.ts";

export const deletePlatformApplication = defineOperation<
  Input<DeletePlatformApplicationCommandInput>,
  DeletePlatformApplicationCommandOutput
>("DeletePlatformApplication", (input, context) => {
  const address = parseApplicationArn(input.PlatformApplicationArn);
  context.store.write((tx) => removePlatformApplication(tx, address));
  return {};
});
