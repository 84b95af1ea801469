// UpdateSecretVersionStage: moves a staging label between versions.

import type {
  UpdateSecretVersionStageCommandInput,
  UpdateSecretVersionStageCommandOutput,
} from "@aws-sdk/client-secrets-manager";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { invalidParameter, invalidRequest, versionNotFound } from "../errors.ts";
import { updateSecret } from "../secrets.ts";
import { attach, CURRENT, detach, versionWith } from "../versions.ts";

export const updateSecretVersionStage = defineOperation<
  Input<UpdateSecretVersionStageCommandInput>,
  UpdateSecretVersionStageCommandOutput
>(
  "UpdateSecretVersionStage",
  ({ SecretId, VersionStage: stage, RemoveFromVersionId: from, MoveToVersionId: to }, context) => {
    const { arn, name } = updateSecret(context, context, SecretId, ({ secret }) => {
      const { versions } = secret;
      const holder = versionWith(versions, stage);
      for (const id of [from, to]) if (id !== undefined && versions[id] === undefined) throw versionNotFound();
      if (from !== undefined && holder !== from)
        throw invalidParameter(`Staging label ${stage} isn't attached to version ${from} of the secret.`);
      if (to === undefined && stage === CURRENT)
        throw invalidParameter(
          `You can only move staging label ${CURRENT} to a different secret version. It can't be completely removed.`,
        );
      if (to === undefined && from === undefined)
        throw invalidRequest("You must specify MoveToVersionId, RemoveFromVersionId, or both.");
      if (to !== undefined && holder !== undefined && holder !== to && from === undefined)
        throw invalidParameter(
          `The parameter RemoveFromVersionId can't be empty. Staging label ${stage} is currently attached to version ${holder}, so you must explicitly reference that version in RemoveFromVersionId.`,
        );
      return { ...secret, versions: to === undefined ? detach(versions, stage) : attach(versions, to, [stage]) };
    });
    return { ARN: arn, Name: name };
  },
);
