// Certificates written: the structures of X.509 by @peculiar/asn1-x509, signatures by node:crypto. Loaded when the first certificate is made.

import { createHash, createPublicKey, type KeyObject, sign } from "node:crypto";
import { isIP } from "node:net";
import { AsnConvert, OctetString } from "@peculiar/asn1-schema";
import {
  AlgorithmIdentifier,
  AuthorityKeyIdentifier,
  BasicConstraints,
  Certificate,
  ExtendedKeyUsage,
  Extension,
  Extensions,
  GeneralName,
  id_ce_authorityKeyIdentifier,
  id_ce_basicConstraints,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
  id_ce_subjectAltName,
  id_ce_subjectKeyIdentifier,
  id_kp_serverAuth,
  id_kp_clientAuth,
  KeyIdentifier,
  KeyUsage,
  KeyUsageFlags,
  Name,
  RelativeDistinguishedName,
  AttributeTypeAndValue,
  AttributeValue,
  SubjectAlternativeName,
  SubjectKeyIdentifier,
  SubjectPublicKeyInfo,
  TBSCertificate,
  Validity,
  Version,
} from "@peculiar/asn1-x509";

export interface CertificateContents {
  /** Common name of the subject, and of who signs. */
  readonly subject: string;
  readonly issuer: string;
  readonly publicKey: KeyObject;
  /** P-256, of who signs. */
  readonly signingKey: KeyObject;
  readonly serial: Uint8Array;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** Of a server's certificate; undefined for the authority's own. */
  readonly names: readonly string[] | undefined;
}

const COMMON_NAME = "2.5.4.3";
const ORGANIZATION = "2.5.4.10";
const ECDSA_WITH_SHA256 = "1.2.840.10045.4.3.2";
/** RFC 5280, upper bound of a common name. */
const LONGEST_COMMON_NAME = 64;

/** The certificate in PEM. */
export function writeCertificate(contents: CertificateContents): string {
  const { publicKey, signingKey, subject, issuer, serial, notBefore, notAfter } = contents;
  const algorithm = new AlgorithmIdentifier({ algorithm: ECDSA_WITH_SHA256 });
  const tbs = new TBSCertificate({
    version: Version.v3,
    serialNumber: toArrayBuffer(serial),
    signature: algorithm,
    issuer: nameOf(issuer),
    subject: nameOf(subject),
    validity: new Validity({ notBefore, notAfter }),
    subjectPublicKeyInfo: keyInfo(publicKey),
    extensions: new Extensions(extensionsOf(contents)),
  });
  const signed = sign("sha256", Buffer.from(AsnConvert.serialize(tbs)), signingKey);
  const certificate = new Certificate({
    tbsCertificate: tbs,
    signatureAlgorithm: algorithm,
    signatureValue: toArrayBuffer(signed),
  });
  return toPem("CERTIFICATE", Buffer.from(AsnConvert.serialize(certificate)));
}

/** Text of bytes as RFC 7468 has it. */
function toPem(label: string, bytes: Buffer): string {
  const lines = bytes.toString("base64").match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join("\n")}\n-----END ${label}-----\n`;
}

function nameOf(commonName: string): Name {
  const part = (type: string, text: string): RelativeDistinguishedName =>
    new RelativeDistinguishedName([
      new AttributeTypeAndValue({ type, value: new AttributeValue({ utf8String: text }) }),
    ]);
  return new Name([part(ORGANIZATION, "Stackyard"), part(COMMON_NAME, commonName.slice(0, LONGEST_COMMON_NAME))]);
}

function keyInfo(key: KeyObject): SubjectPublicKeyInfo {
  return AsnConvert.parse(key.export({ type: "spki", format: "der" }), SubjectPublicKeyInfo);
}

/** RFC 5280, 4.2.1.2: the first method, SHA-1 of the key's bits: an identifier, not a protection. */
function keyIdentifier(key: KeyObject): ArrayBuffer {
  return toArrayBuffer(
    createHash("sha1")
      .update(Buffer.from(keyInfo(key).subjectPublicKey))
      .digest(),
  );
}

function extensionsOf({ names, publicKey, signingKey }: CertificateContents): Extension[] {
  const isAuthority = names === undefined;
  const usage = isAuthority
    ? KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign
    : KeyUsageFlags.digitalSignature | (publicKey.asymmetricKeyType === "rsa" ? KeyUsageFlags.keyEncipherment : 0);
  const signer = new KeyIdentifier(keyIdentifier(createPublicKey(signingKey)));
  return [
    // It signs servers' certificates and no further authorities.
    extension(
      id_ce_basicConstraints,
      true,
      new BasicConstraints(isAuthority ? { cA: true, pathLenConstraint: 0 } : {}),
    ),
    extension(id_ce_keyUsage, true, new KeyUsage(usage)),
    extension(id_ce_subjectKeyIdentifier, false, new SubjectKeyIdentifier(keyIdentifier(publicKey))),
    extension(id_ce_authorityKeyIdentifier, false, new AuthorityKeyIdentifier({ keyIdentifier: signer })),
    ...(names === undefined
      ? []
      : [
          extension(id_ce_extKeyUsage, false, new ExtendedKeyUsage([id_kp_serverAuth, id_kp_clientAuth])),
          extension(id_ce_subjectAltName, false, new SubjectAlternativeName(names.map(generalName))),
        ]),
  ];
}

function generalName(name: string): GeneralName {
  return new GeneralName(isIP(name) === 0 ? { dNSName: name } : { iPAddress: name });
}

function extension(extnID: string, critical: boolean, value: object): Extension {
  return new Extension({ extnID, critical, extnValue: new OctetString(AsnConvert.serialize(value)) });
}

function toArrayBuffer(bytes: Uint8Array): ArrayBuffer {
  return Uint8Array.from(bytes).buffer;
}
