/** An incident in Graph v1.0's own JSON, the form from which the other two APIs' forms are made. */
export interface SampleIncident {
  readonly id: string;
  readonly tenantId: string;
  readonly status: string;
  readonly incidentWebUrl: string | null;
  readonly redirectIncidentId: string | null;
  readonly displayName: string | null;
  readonly createdDateTime: string;
  readonly lastUpdateDateTime: string;
  readonly assignedTo: string | null;
  readonly classification: string;
  readonly determination: string;
  readonly severity: string;
  readonly customTags: readonly string[];
  readonly systemTags: readonly string[];
  readonly description: string | null;
  readonly lastModifiedBy: string | null;
  readonly resolvingComment: string | null;
  readonly summary: string | null;
  readonly priorityScore: number | null;
  readonly comments: readonly SampleComment[];
}

interface SampleComment {
  readonly comment: string;
  readonly createdByDisplayName: string;
  readonly createdDateTime: string;
}

/** The tenant of Graph's documentation. */
export const sampleTenantId = 'cfcdbe43-297b-4c6b-ac7e-8d7f6befb514';

/** Graph v1.0's documented example, to the letter. */
const documented: SampleIncident = {
  id: '29',
  tenantId: sampleTenantId,
  status: 'active',
  incidentWebUrl: `https://security.microsoft.com/incident2/29/overview?tid=${sampleTenantId}`,
  redirectIncidentId: null,
  displayName: 'Multi-stage incident involving Execution & Command and control on one endpoint',
  createdDateTime: '2026-01-22T12:09:23.1433333Z',
  lastUpdateDateTime: '2026-02-25T16:29:33.1Z',
  assignedTo: 'admin@contoso.com',
  classification: 'truePositive',
  determination: 'multiStagedAttack',
  severity: 'high',
  customTags: ['Demo'],
  systemTags: [],
  description:
    'Microsoft observed Raspberry Robin worm activity spreading through infected USB devices on multiple endpoints in your environment.',
  lastModifiedBy: 'API-App:admin@contoso.com',
  resolvingComment: null,
  summary:
    'Defender Experts has identified malicious activity. This incident has been raised for your awareness and should be investigated as usual.',
  priorityScore: 100,
  comments: [],
};

/** Graph beta's documented example of 2021. */
const documentedBeta: SampleIncident = {
  ...documented,
  id: '2972395',
  tenantId: 'b3c1b5fc-828c-45fa-a1e1-10d74f6d6e9c',
  incidentWebUrl: 'https://security.microsoft.com/incidents/2972395?tid=12f988bf-16f1-11af-11ab-1d7cd011db47',
  displayName:
    'Multi-stage incident involving Initial access & Command and control on multiple endpoints reported by multiple sources',
  createdDateTime: '2021-08-13T08:43:35.5533333Z',
  lastUpdateDateTime: '2021-09-30T09:35:45.1133333Z',
  assignedTo: 'KaiC@contoso.onmicrosoft.com',
  severity: 'medium',
  description: null,
  lastModifiedBy: null,
  summary: null,
  priorityScore: null,
  comments: [
    {
      comment: 'Demo incident',
      createdByDisplayName: 'DavidS@contoso.onmicrosoft.com',
      createdDateTime: '2021-09-30T12:07:37.2756993Z',
    },
  ],
};

/** An incident that differs from the documented one only where it says so. */
function sample(id: string, differences: Partial<SampleIncident>): SampleIncident {
  return {
    ...documented,
    id,
    incidentWebUrl: `https://security.microsoft.com/incident2/${id}/overview?tid=${sampleTenantId}`,
    ...differences,
  };
}

function merged(id: string, into: string): SampleIncident {
  return sample(id, { status: 'redirected', redirectIncidentId: into, displayName: `Merged into another incident` });
}

const longTitle = 'Suspicious sequence of sign-ins, mail forwarding and data access by one account '
  .repeat(5)
  .slice(0, 400);

const hostileTitle = [
  '[Click to verify](https://evil.example)',
  '<at>Everyone</at>',
  '\u202egnp.exe',
  `$\{assignedTo}`,
  '`code` **bold** _it_',
  '{{DATE(2026-01-01T00:00:00Z)}}',
  '&lt;b&gt;',
  '\u{1f6a8}',
  'https://evil.example',
].join(' ');

function comment(_: unknown, index: number): SampleComment {
  const minute = String(index).padStart(2, '0');
  return {
    comment: `Note ${index + 1}: containment step checked.`,
    createdByDisplayName: index % 2 === 0 ? 'kai@contoso.com' : 'dana@contoso.com',
    createdDateTime: `2026-02-25T10:${minute}:00.5Z`,
  };
}

const incidents: readonly SampleIncident[] = [
  documented,
  documentedBeta,
  sample('30', { displayName: 'Ransomware activity on a file server', assignedTo: null }),
  sample('31', {
    displayName: 'Phishing mail reported by a user',
    status: 'resolved',
    severity: 'medium',
    determination: 'phishing',
    resolvingComment: 'Mail removed from all mailboxes, password reset.',
  }),
  sample('32', { displayName: 'Password spray against one account', status: 'inProgress', severity: 'medium' }),
  sample('33', { displayName: 'Awaiting your answer to Defender Experts', status: 'awaitingAction' }),
  sample('34', {
    displayName: 'Sign-in from an anonymous address',
    severity: 'informational',
    classification: 'unknown',
    determination: 'unknown',
  }),
  sample('35', { displayName: 'Custom detection without a severity', severity: 'unknown' }),
  sample('36', { displayName: longTitle, severity: 'low' }),
  sample('37', { displayName: hostileTitle }),
  sample('38', { displayName: 'A long investigation', comments: Array.from({ length: 30 }, comment) }),
  sample('39', { displayName: 'No link from the API', incidentWebUrl: null }),
  sample('40', {
    displayName: 'A link to a foreign host',
    incidentWebUrl: 'https://security.microsoft.com.evil.example/incident2/40',
  }),
  sample('41', { displayName: 'Somebody takes this one', assignedTo: null }),
  merged('12', '29'),
  merged('13', '14'),
  merged('14', '29'),
  merged('15', '16'),
  merged('16', '15'),
  ...['50', '51', '52', '53', '54', '55'].map((id) => merged(id, String(Number(id) + 1))),
  sample('56', { displayName: 'The end of a chain of six' }),
];

/** All samples by id; what each one shows is in the README of this folder. */
export const sampleIncidents: ReadonlyMap<string, SampleIncident> = new Map(
  incidents.map((incident) => [incident.id, incident]),
);

/** What has become of a sample from the second call on, for those who look again. */
export const sampleChanges: ReadonlyMap<string, Partial<SampleIncident>> = new Map([
  [
    '41',
    {
      status: 'inProgress',
      assignedTo: 'kai@contoso.com',
      lastModifiedBy: 'kai@contoso.com',
      lastUpdateDateTime: '2026-02-25T16:45:00.25Z',
    },
  ],
]);
