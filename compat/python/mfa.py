"""Second factors of a pool, and enrolling somebody."""

from pycognito import Cognito

from totp import totp

SMS = {"SnsCallerArn": "arn:aws:iam::000000000000:role/sms", "ExternalId": "stories"}

OFFERS = {
    "SMS": {"SmsMfaConfiguration": {"SmsConfiguration": SMS}},
    "TOTP": {"SoftwareTokenMfaConfiguration": {"Enabled": True}},
    "EMAIL": {"EmailMfaConfiguration": {"Message": "Your code is {####}", "Subject": "Your code"}},
}


def offer(pool, *kinds: str, mode: str = "OPTIONAL") -> None:
    """Which kinds of second factor a pool has, and whether everybody needs one."""
    settings = {name: value for kind in kinds for name, value in OFFERS[kind].items()}
    pool.admin.set_user_pool_mfa_config(UserPoolId=pool.id, MfaConfiguration=mode, **settings)


def enroll(cognito: Cognito) -> str:
    """Adds an authenticator app and answers its secret; its code of now is used up."""
    secret = cognito.associate_software_token()
    assert cognito.verify_software_token(totp(secret), "phone") is True
    cognito.set_user_mfa_preference(False, True, preferred="SOFTWARE_TOKEN")
    return secret
