import type { BotIdentity } from './config.ts';
import type { Environment } from './environment.ts';
import { guid } from './patterns.ts';
import { createSecret } from './secret.ts';

const types = ['SingleTenant', 'UserAssignedMSI', 'MultiTenant'] as const;

/**
 * Reads the bot's identity under the names that botbuilder gives it. An empty app id is always a problem:
 * botbuilder answers it by switching token checks off.
 */
export function loadIdentity(env: Environment): BotIdentity {
  const type = env.oneOf('MicrosoftAppType', types);
  const appId = requiredGuid(env, 'MicrosoftAppId', 'Azure portal > Azure Bot > Configuration > Microsoft App ID.');
  const tenantId = requiredGuid(
    env,
    'MicrosoftAppTenantId',
    'Azure portal > Azure Bot > Configuration > App Tenant ID.',
  );
  const password = env.text('MicrosoftAppPassword');
  const thumbprint = env.text('CertificateThumbprint');
  const privateKey = env.text('CertificatePrivateKey');

  if (type === 'UserAssignedMSI') {
    if (password !== undefined)
      env.problem('MicrosoftAppPassword', 'must be unset when MicrosoftAppType is UserAssignedMSI.');
    return { kind: 'managed-identity', type, appId, tenantId };
  }
  if (thumbprint !== undefined || privateKey !== undefined) {
    const where = 'Both belong together: the certificate uploaded under App registrations > Certificates & secrets.';
    env.required('CertificateThumbprint', where);
    env.required('CertificatePrivateKey', where);
    const key = createSecret(privateKey ?? '');
    return { kind: 'certificate', type, appId, tenantId, thumbprint: thumbprint ?? '', privateKey: key };
  }
  env.required(
    'MicrosoftAppPassword',
    'Entra > App registrations > the bot > Certificates & secrets (or use a certificate or UserAssignedMSI).',
  );
  return { kind: 'secret', type, appId, tenantId, password: createSecret(password ?? '') };
}

function requiredGuid(env: Environment, variable: string, whereToFind: string): string {
  const value = env.required(variable, whereToFind).toLowerCase();
  if (value !== '' && !guid.test(value)) env.problem(variable, `must be a GUID. ${whereToFind}`);
  return value;
}
