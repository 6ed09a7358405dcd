import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  require_src4 as require_src
} from "./lib-bignumber.js";
import "./lib-jwa.js";
import "./shared.js";

// dynamic-commonjs:google-auth-library
var commonjs = require_src();
var google_auth_library_default = commonjs;
var { AuthClient, AwsClient, AwsRequestSigner, BaseExternalAccountClient, ClientAuthentication, CodeChallengeMethod, Compute, DEFAULT_UNIVERSE, DownscopedClient, EXTERNAL_ACCOUNT_AUTHORIZED_USER_TYPE, ExecutableError, ExternalAccountAuthorizedUserClient, ExternalAccountClient, GCPEnv, GDCH_SERVICE_ACCOUNT_TYPE, GdchClient, GoogleAuth, GoogleToken, IAMAuth, IdTokenClient, IdentityPoolClient, Impersonated, JWT, JWTAccess, LoginTicket, OAuth2Client, PassThroughClient, PluggableAuthClient, UserRefreshClient, auth, gaxios, gcpMetadata } = commonjs;
export {
  AuthClient,
  AwsClient,
  AwsRequestSigner,
  BaseExternalAccountClient,
  ClientAuthentication,
  CodeChallengeMethod,
  Compute,
  DEFAULT_UNIVERSE,
  DownscopedClient,
  EXTERNAL_ACCOUNT_AUTHORIZED_USER_TYPE,
  ExecutableError,
  ExternalAccountAuthorizedUserClient,
  ExternalAccountClient,
  GCPEnv,
  GDCH_SERVICE_ACCOUNT_TYPE,
  GdchClient,
  GoogleAuth,
  GoogleToken,
  IAMAuth,
  IdTokenClient,
  IdentityPoolClient,
  Impersonated,
  JWT,
  JWTAccess,
  LoginTicket,
  OAuth2Client,
  PassThroughClient,
  PluggableAuthClient,
  UserRefreshClient,
  auth,
  google_auth_library_default as default,
  gaxios,
  gcpMetadata
};
