package compat

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"math/big"
	"strings"
	"time"
)

// The group of RFC 5054 with 3072 bits.
var prime, _ = new(big.Int).SetString(strings.Join([]string{
	"FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD",
	"EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED",
	"EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F",
	"83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B",
	"E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA0510",
	"15728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7",
	"ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200C",
	"BBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF",
}, ""), 16)

var generator = big.NewInt(2)

// srpSecret is the app's half of one sign-in by SRP, as Amazon's guide describes it: there is no library of Amazon's for Go.
type srpSecret struct{ exponent, public *big.Int }

func newSrpSecret() srpSecret {
	random := make([]byte, 128)
	rand.Read(random)
	exponent := new(big.Int).SetBytes(random)
	return srpSecret{exponent, new(big.Int).Exp(generator, exponent, prime)}
}

func (secret srpSecret) text() string { return hex.EncodeToString(secret.public.Bytes()) }

// answer proves to know the password, with what PASSWORD_VERIFIER asks.
func (secret srpSecret) answer(poolID, password string, challenge map[string]string) map[string]string {
	_, pool, _ := strings.Cut(poolID, "_")
	person := challenge["USER_ID_FOR_SRP"]
	theirs, _ := new(big.Int).SetString(challenge["SRP_B"], 16)
	salt, _ := new(big.Int).SetString(challenge["SALT"], 16)
	block, _ := base64.StdEncoding.DecodeString(challenge["SECRET_BLOCK"])
	multiplier := number(digest(padded(prime), padded(generator)))
	mixed := number(digest(padded(secret.public), padded(theirs)))
	private := number(digest(padded(salt), digest([]byte(pool+person+":"+password))))
	verifier := new(big.Int).Exp(generator, private, prime)
	base := new(big.Int).Sub(theirs, new(big.Int).Mul(multiplier, verifier))
	power := new(big.Int).Add(secret.exponent, new(big.Int).Mul(mixed, private))
	shared := new(big.Int).Exp(base.Mod(base, prime), power, prime)
	key := mac(mac(padded(mixed), padded(shared)), []byte("Caldera Derived Key\x01"))[:16]
	now := time.Now().UTC().Format("Mon Jan 2 15:04:05 UTC 2006")
	signature := mac(key, []byte(pool), []byte(person), block, []byte(now))
	return map[string]string{
		"USERNAME":                    person,
		"PASSWORD_CLAIM_SECRET_BLOCK": challenge["SECRET_BLOCK"],
		"PASSWORD_CLAIM_SIGNATURE":    base64.StdEncoding.EncodeToString(signature),
		"TIMESTAMP":                   now,
	}
}

// padded is positive when it is read as a signed number.
func padded(value *big.Int) []byte {
	bytes := value.Bytes()
	if len(bytes) > 0 && bytes[0] >= 0x80 {
		return append([]byte{0}, bytes...)
	}
	return bytes
}

func number(bytes []byte) *big.Int { return new(big.Int).SetBytes(bytes) }

func digest(parts ...[]byte) []byte {
	hash := sha256.New()
	for _, part := range parts {
		hash.Write(part)
	}
	return hash.Sum(nil)
}

func mac(key []byte, parts ...[]byte) []byte {
	hash := hmac.New(sha256.New, key)
	for _, part := range parts {
		hash.Write(part)
	}
	return hash.Sum(nil)
}
