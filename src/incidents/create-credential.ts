import type { TokenCredential, TokenCredentialOptions } from '@azure/identity';
import type { IncidentCredential } from '../config/config.ts';

/** What tests put in place of the real login: its address and certificate. */
export interface CredentialOptions extends TokenCredentialOptions {
  readonly disableInstanceDiscovery?: boolean;
}

/**
 * Creates the credential that reads incidents. Call it once: @azure/identity caches tokens per instance, renews
 * them before they expire, and shares one request between callers. The library is loaded only here, so that
 * offline mode starts without it.
 */
export async function createCredential(
  credential: IncidentCredential,
  options: CredentialOptions,
): Promise<TokenCredential> {
  const identity = await import('@azure/identity');
  switch (credential.kind) {
    case 'secret': {
      const { tenantId, clientId, secret } = credential;
      return new identity.ClientSecretCredential(tenantId, clientId, secret.reveal(), options);
    }
    case 'certificate': {
      const { tenantId, clientId, certificatePath, certificatePassword } = credential;
      const file = {
        certificatePath,
        ...(certificatePassword && { certificatePassword: certificatePassword.reveal() }),
      };
      return new identity.ClientCertificateCredential(tenantId, clientId, file, options);
    }
    case 'managed-identity':
      return credential.clientId === undefined
        ? new identity.ManagedIdentityCredential(options)
        : new identity.ManagedIdentityCredential({ ...options, clientId: credential.clientId });
    case 'workload-identity':
      return new identity.WorkloadIdentityCredential({ ...options, ...credential });
  }
}
