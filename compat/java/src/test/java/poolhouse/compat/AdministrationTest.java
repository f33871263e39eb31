package poolhouse.compat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static poolhouse.compat.House.admin;
import static poolhouse.compat.House.house;

import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.cognitoidentityprovider.model.CognitoIdentityProviderException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.InvalidParameterException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ResourceNotFoundException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserNotFoundException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserPoolDescriptionType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserStatusType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UsernameExistsException;

class AdministrationTest {
  @Test
  void paginatorsFindEverything() {
    try (Pool pool = Pool.open()) {
      for (String name : List.of("ada", "bob", "cy")) pool.newPerson(name);
      List<String> people =
          admin.listUsersPaginator(pages -> pages.userPoolId(pool.id()).limit(2)).users().stream()
              .map(UserType::username)
              .sorted()
              .toList();
      assertEquals(List.of("ada", "bob", "cy"), people);
      List<String> pools =
          admin.listUserPoolsPaginator(pages -> pages.maxResults(1)).userPools().stream()
              .map(UserPoolDescriptionType::id)
              .toList();
      assertTrue(pools.containsAll(List.of(pool.id(), house.userPoolId())));
    }
  }

  @Test
  void readsWhatItWrote() {
    try (Pool pool = Pool.open()) {
      pool.newPerson("ada");
      var person = admin.adminGetUser(ask -> ask.userPoolId(pool.id()).username("ada"));
      assertEquals(UserStatusType.CONFIRMED, person.userStatus());
      assertTrue(person.userAttributes().stream().anyMatch(each -> each.value().equals("ada@example.com")));
      var app = pool.newApp(settings -> settings.generateSecret(true).refreshTokenValidity(7));
      var read = admin.describeUserPoolClient(ask -> ask.userPoolId(pool.id()).clientId(app.clientId())).userPoolClient();
      assertEquals(app, read);
      assertEquals(7, read.refreshTokenValidity());
      admin.adminDeleteUser(ask -> ask.userPoolId(pool.id()).username("ada"));
      var gone =
          assertThrows(
              UserNotFoundException.class, () -> admin.adminGetUser(ask -> ask.userPoolId(pool.id()).username("ada")));
      assertEquals("User does not exist.", gone.awsErrorDetails().errorMessage());
    }
  }

  @Test
  void refusalsHaveTheirTypesAndWords() {
    var absent = assertThrows(ResourceNotFoundException.class, () -> describe(admin, "us-east-1_Nowhere00"));
    assertEquals("User pool us-east-1_Nowhere00 does not exist.", absent.awsErrorDetails().errorMessage());
    var invalid = assertThrows(InvalidParameterException.class, () -> describe(admin, "nowhere"));
    assertEquals(400, invalid.statusCode());
    try (Pool pool = Pool.open()) {
      pool.newPerson("ada");
      var taken = assertThrows(UsernameExistsException.class, () -> pool.newPerson("ada"));
      assertEquals("User account already exists", taken.awsErrorDetails().errorMessage());
    }
  }

  @Test
  void strangersAreRefused() {
    assertEquals("UnrecognizedClientException", refusalOf(House.client("AKIAUNKNOWN000000000", house.secretAccessKey())));
    assertEquals("InvalidSignatureException", refusalOf(House.client(house.accessKeyId(), "wrong")));
  }

  private static String refusalOf(CognitoIdentityProviderClient stranger) {
    var refusal = assertThrows(CognitoIdentityProviderException.class, () -> describe(stranger, house.userPoolId()));
    return refusal.awsErrorDetails().errorCode();
  }

  private static void describe(CognitoIdentityProviderClient client, String pool) {
    client.describeUserPool(ask -> ask.userPoolId(pool));
  }
}
