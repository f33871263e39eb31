package poolhouse.compat;

import java.io.File;
import java.net.URI;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserPoolClientType;
import tools.jackson.databind.json.JsonMapper;

/** What a development server writes about itself. run.ts starts the server and says where the file is. */
record House(
    String endpoint,
    String issuer,
    String region,
    String userPoolId,
    String accessKeyId,
    String secretAccessKey,
    Map<String, App> clients,
    Person user) {

  record App(String clientId, String clientSecret) {
    UserPoolClientType asClient() {
      return UserPoolClientType.builder().clientId(clientId).clientSecret(clientSecret).build();
    }
  }

  record Person(String username, String password, String sub, String email) {}

  static final House house =
      JsonMapper.shared().readValue(new File(System.getenv("POOLHOUSE_QUICKSTART")), House.class);

  static final CognitoIdentityProviderClient admin = client(house.accessKeyId, house.secretAccessKey);

  /** Has no keys, like an app that people hold in their hands. */
  static final CognitoIdentityProviderClient anyone = client(AnonymousCredentialsProvider.create());

  static CognitoIdentityProviderClient client(String accessKeyId, String secretAccessKey) {
    return client(StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKeyId, secretAccessKey)));
  }

  private static CognitoIdentityProviderClient client(AwsCredentialsProvider credentials) {
    return CognitoIdentityProviderClient.builder()
        .endpointOverride(URI.create(house.endpoint))
        .region(Region.of(house.region))
        .credentialsProvider(credentials)
        .build();
  }
}
