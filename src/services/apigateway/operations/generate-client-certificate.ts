// GenerateClientCertificate: a certificate that backends can ask API Gateway for; valid for a year.

import type {
  GenerateClientCertificateCommandInput,
  GenerateClientCertificateCommandOutput,
} from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { generateCertificate } from "../certificates.ts";
import { limitExceeded } from "../errors.ts";
import { newPartId } from "../finding.ts";
import { LIMITS } from "../limits.ts";
import type { ClientCertificateRecord } from "../records.ts";
import { listThings, saveThing } from "../repo.ts";
import { certificateShape } from "../shapes.ts";
import { requireTags } from "../tags.ts";

export const generateClientCertificate = defineOperation<
  Input<GenerateClientCertificateCommandInput>,
  GenerateClientCertificateCommandOutput
>("GenerateClientCertificate", (input, context) => {
  const { clock, random, store } = context;
  requireTags(input.tags);
  const createdAtMs = clock.nowMs();
  const expiresAtMs = createdAtMs + 365 * 86_400_000;
  const certificate: ClientCertificateRecord = {
    v: 1,
    clientCertificateId: newPartId(random),
    description: input.description,
    ...generateCertificate({ serial: random.bytes(8), createdAtMs, expiresAtMs }),
    createdAtMs,
    expiresAtMs,
    tags: input.tags ?? {},
  };
  store.write((tx) => {
    if (listThings(tx, context, "clientCertificate").length >= LIMITS.clientCertificates)
      throw limitExceeded("Maximum number of Client Certificates for this account has been reached");
    saveThing(tx, context, "clientCertificate", certificate.clientCertificateId, certificate);
  });
  return certificateShape(certificate);
});
