// GetClientCertificate: one client certificate, without its key.

import type { GetClientCertificateCommandInput, GetClientCertificateCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireThing } from "../finding.ts";
import { certificateShape } from "../shapes.ts";

export const getClientCertificate = defineOperation<
  Input<GetClientCertificateCommandInput>,
  GetClientCertificateCommandOutput
>("GetClientCertificate", (input, context) => {
  return certificateShape(
    context.store.read((tx) => requireThing(tx, context, "clientCertificate", input.clientCertificateId)),
  );
});
