export { type Auth, AuthProvider, type AuthProviderProps, useAuth, useAuthFetch } from "./auth-context.ts";
