"""KMS through boto3: every operation that the yard has, and a representative error of each kind."""

import hashlib
import json
import os
import subprocess
import tempfile

import boto3
from botocore.exceptions import ClientError

kms = boto3.client("kms")
account = boto3.client("sts").get_caller_identity()["Account"]
ROOT = f"arn:aws:iam::{account}:root"


def refused(code, call, **parameters):
    """The call must fail with this code."""
    try:
        call(**parameters)
    except ClientError as error:
        assert error.response["Error"]["Code"] == code, error
        return error.response["Error"]["Message"]
    raise AssertionError(f"{code} was expected.")


key = kms.create_key(Description="boto3", Tags=[{"TagKey": "a", "TagValue": "b"}])["KeyMetadata"]
key_id, arn = key["KeyId"], key["Arn"]
assert kms.describe_key(KeyId=key_id)["KeyMetadata"]["Arn"] == arn
assert key_id in [one["KeyId"] for one in kms.get_paginator("list_keys").paginate().search("Keys[]")]
assert "does not exist" in refused("NotFoundException", kms.describe_key, KeyId="1234abcd-12ab-34cd-56ef-1234567890ab")

# Aliases, tags, description, policy.
kms.create_alias(AliasName="alias/boto3", TargetKeyId=key_id)
other = kms.create_key()["KeyMetadata"]["KeyId"]
kms.update_alias(AliasName="alias/boto3", TargetKeyId=other)
assert kms.describe_key(KeyId="alias/boto3")["KeyMetadata"]["KeyId"] == other
refused("AlreadyExistsException", kms.create_alias, AliasName="alias/boto3", TargetKeyId=key_id)
assert [one["AliasName"] for one in kms.list_aliases(KeyId=other)["Aliases"]] == ["alias/boto3"]
kms.delete_alias(AliasName="alias/boto3")
kms.tag_resource(KeyId=key_id, Tags=[{"TagKey": "c", "TagValue": "d"}])
kms.untag_resource(KeyId=key_id, TagKeys=["a"])
assert kms.list_resource_tags(KeyId=key_id)["Tags"] == [{"TagKey": "c", "TagValue": "d"}]
kms.update_key_description(KeyId=key_id, Description="changed")
policy = kms.get_key_policy(KeyId=key_id, PolicyName="default")["Policy"]
assert json.loads(policy)["Statement"][0]["Principal"]["AWS"] == ROOT
assert kms.list_key_policies(KeyId=key_id)["PolicyNames"] == ["default"]
kms.put_key_policy(KeyId=key_id, PolicyName="default", Policy=policy)
closed = json.dumps({"Version": "2012-10-17", "Statement": []})
refused("MalformedPolicyDocumentException", kms.put_key_policy, KeyId=key_id, PolicyName="default", Policy=closed)

# Symmetric cryptography.
context = {"app": "boto3"}
blob = kms.encrypt(KeyId=key_id, Plaintext=b"secret", EncryptionContext=context)["CiphertextBlob"]
assert kms.decrypt(CiphertextBlob=blob, EncryptionContext=context)["Plaintext"] == b"secret"
refused("InvalidCiphertextException", kms.decrypt, CiphertextBlob=blob)
refused("IncorrectKeyException", kms.decrypt, CiphertextBlob=blob, EncryptionContext=context, KeyId=other)
moved = kms.re_encrypt(CiphertextBlob=blob, SourceEncryptionContext=context, DestinationKeyId=other)
assert kms.decrypt(CiphertextBlob=moved["CiphertextBlob"])["Plaintext"] == b"secret"
data = kms.generate_data_key(KeyId=key_id, KeySpec="AES_256")
assert kms.decrypt(CiphertextBlob=data["CiphertextBlob"])["Plaintext"] == data["Plaintext"]
assert "Plaintext" not in kms.generate_data_key_without_plaintext(KeyId=key_id, NumberOfBytes=16)
pair = kms.generate_data_key_pair(KeyId=key_id, KeyPairSpec="ECC_NIST_P256")
assert kms.decrypt(CiphertextBlob=pair["PrivateKeyCiphertextBlob"])["Plaintext"] == pair["PrivateKeyPlaintext"]
kms.generate_data_key_pair_without_plaintext(KeyId=key_id, KeyPairSpec="ECC_NIST_P256")
assert len(kms.generate_random(NumberOfBytes=9)["Plaintext"]) == 9
refused("DryRunOperationException", kms.encrypt, KeyId=key_id, Plaintext=b"x", DryRun=True)

# Pairs and MACs.
signer = kms.create_key(KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY")["KeyMetadata"]["KeyId"]
digest = hashlib.sha256(b"words").digest()
signature = kms.sign(KeyId=signer, Message=digest, MessageType="DIGEST", SigningAlgorithm="ECDSA_SHA_256")["Signature"]
by = {"KeyId": signer, "Signature": signature, "SigningAlgorithm": "ECDSA_SHA_256"}
assert kms.verify(Message=b"words", **by)["SignatureValid"]
refused("KMSInvalidSignatureException", kms.verify, Message=b"other", **by)
refused("InvalidKeyUsageException", kms.encrypt, KeyId=signer, Plaintext=b"x")
assert kms.get_public_key(KeyId=signer)["SigningAlgorithms"] == ["ECDSA_SHA_256"]
agreement = kms.create_key(KeySpec="ECC_NIST_P256", KeyUsage="KEY_AGREEMENT")["KeyMetadata"]["KeyId"]
secret = kms.derive_shared_secret(KeyId=agreement, KeyAgreementAlgorithm="ECDH", PublicKey=pair["PublicKey"])
assert len(secret["SharedSecret"]) == 32
hmac = kms.create_key(KeySpec="HMAC_256", KeyUsage="GENERATE_VERIFY_MAC")["KeyMetadata"]["KeyId"]
mac = kms.generate_mac(KeyId=hmac, Message=b"words", MacAlgorithm="HMAC_SHA_256")["Mac"]
assert kms.verify_mac(KeyId=hmac, Message=b"words", MacAlgorithm="HMAC_SHA_256", Mac=mac)["MacValid"]
refused("KMSInvalidMacException", kms.verify_mac, KeyId=hmac, Message=b"x", MacAlgorithm="HMAC_SHA_256", Mac=mac)

# Grants.
grant = kms.create_grant(KeyId=key_id, GranteePrincipal=ROOT, RetiringPrincipal=ROOT, Operations=["Encrypt"])
assert kms.list_grants(KeyId=key_id)["Grants"][0]["GrantId"] == grant["GrantId"]
assert len(kms.list_retirable_grants(RetiringPrincipal=ROOT)["Grants"]) == 1
kms.retire_grant(GrantToken=grant["GrantToken"])
grant = kms.create_grant(KeyId=key_id, GranteePrincipal=ROOT, Operations=["Encrypt"])
kms.revoke_grant(KeyId=key_id, GrantId=grant["GrantId"])
refused("NotFoundException", kms.revoke_grant, KeyId=key_id, GrantId=grant["GrantId"])

# Rotation, states, last use.
kms.enable_key_rotation(KeyId=key_id, RotationPeriodInDays=90)
assert kms.get_key_rotation_status(KeyId=key_id)["RotationPeriodInDays"] == 90
kms.rotate_key_on_demand(KeyId=key_id)
assert len(kms.list_key_rotations(KeyId=key_id)["Rotations"]) == 1
kms.disable_key_rotation(KeyId=key_id)
assert kms.decrypt(CiphertextBlob=blob, EncryptionContext=context)["Plaintext"] == b"secret"
if hasattr(kms, "get_key_last_usage"):
    assert kms.get_key_last_usage(KeyId=key_id)["KeyLastUsage"]["Operation"] == "Decrypt"
kms.disable_key(KeyId=key_id)
refused("DisabledException", kms.encrypt, KeyId=key_id, Plaintext=b"x")
kms.enable_key(KeyId=key_id)
kms.schedule_key_deletion(KeyId=key_id, PendingWindowInDays=7)
refused("KMSInvalidStateException", kms.encrypt, KeyId=key_id, Plaintext=b"x")
kms.cancel_key_deletion(KeyId=key_id)

# Imported material, wrapped by OpenSSL.
external = kms.create_key(Origin="EXTERNAL")["KeyMetadata"]["KeyId"]
parameters = kms.get_parameters_for_import(
    KeyId=external, WrappingAlgorithm="RSAES_OAEP_SHA_256", WrappingKeySpec="RSA_2048"
)
with tempfile.NamedTemporaryFile(suffix=".der") as file:
    file.write(parameters["PublicKey"])
    file.flush()
    options = ["-pkeyopt", "rsa_padding_mode:oaep", "-pkeyopt", "rsa_oaep_md:sha256", "-pkeyopt", "rsa_mgf1_md:sha256"]
    command = ["openssl", "pkeyutl", "-encrypt", "-pubin", "-keyform", "DER", "-inkey", file.name, *options]
    wrapped = subprocess.run(command, input=os.urandom(32), capture_output=True, check=True).stdout
kms.import_key_material(
    KeyId=external,
    ImportToken=parameters["ImportToken"],
    EncryptedKeyMaterial=wrapped,
    ExpirationModel="KEY_MATERIAL_DOES_NOT_EXPIRE",
)
kms.encrypt(KeyId=external, Plaintext=b"x")
kms.delete_imported_key_material(KeyId=external)
refused("KMSInvalidStateException", kms.encrypt, KeyId=external, Plaintext=b"x")

# A family of two Regions.
family = kms.create_key(MultiRegion=True)["KeyMetadata"]["KeyId"]
kms.replicate_key(KeyId=family, ReplicaRegion="eu-west-1")
there = boto3.client("kms", region_name="eu-west-1")
blob = kms.encrypt(KeyId=family, Plaintext=b"abroad")["CiphertextBlob"]
assert there.decrypt(CiphertextBlob=blob)["Plaintext"] == b"abroad"
kms.update_primary_region(KeyId=family, PrimaryRegion="eu-west-1")
assert there.describe_key(KeyId=family)["KeyMetadata"]["MultiRegionConfiguration"]["MultiRegionKeyType"] == "PRIMARY"
