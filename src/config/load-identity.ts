import type { BotIdentity } from './config.ts';
import type { Environment } from './environment.ts';
import { guid } from './patterns.ts';

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
  if (type === 'UserAssignedMSI') {
    if (env.isSet('MicrosoftAppPassword'))
      env.problem('MicrosoftAppPassword', 'must be unset when MicrosoftAppType is UserAssignedMSI.');
    return { kind: 'managed-identity', type, appId, tenantId };
  }
  if (env.isSet('CertificateThumbprint') || env.isSet('CertificatePrivateKey')) {
    const where = 'Both belong together: the certificate uploaded under App registrations > Certificates & secrets.';
    const thumbprint = env.required('CertificateThumbprint', where);
    const privateKey = env.requiredSecret('CertificatePrivateKey', where);
    return { kind: 'certificate', type, appId, tenantId, thumbprint, privateKey };
  }
  const password = env.requiredSecret(
    'MicrosoftAppPassword',
    'Entra > App registrations > the bot > Certificates & secrets (or use a certificate or UserAssignedMSI).',
  );
  return { kind: 'secret', type, appId, tenantId, password };
}

function requiredGuid(env: Environment, variable: string, whereToFind: string): string {
  const value = env.required(variable, whereToFind).toLowerCase();
  if (value !== '' && !guid.test(value)) env.problem(variable, `must be a GUID. ${whereToFind}`);
  return value;
}
