// UpdateClientCertificate: changes a client certificate's description.

import type {
  UpdateClientCertificateCommandInput,
  UpdateClientCertificateCommandOutput,
} from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireThing } from "../finding.ts";
import { patched, text } from "../patches/patch.ts";
import type { ClientCertificateRecord } from "../records.ts";
import { saveThing } from "../repo.ts";
import { certificateShape } from "../shapes.ts";

export const updateClientCertificate = defineOperation<
  Input<UpdateClientCertificateCommandInput>,
  UpdateClientCertificateCommandOutput
>("UpdateClientCertificate", (input, context) => {
  const { clientCertificateId, patchOperations } = input;
  const certificate = context.store.write((tx) => {
    const present = requireThing(tx, context, "clientCertificate", clientCertificateId);
    const changed = patched(present, patchOperations, [text<ClientCertificateRecord, "description">("description")]);
    saveThing(tx, context, "clientCertificate", clientCertificateId, changed);
    return changed;
  });
  return certificateShape(certificate);
});
