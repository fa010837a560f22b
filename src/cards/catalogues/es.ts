import type { Catalogue } from './catalogue.ts';

export const es: Catalogue = {
  'card.incident': 'Incidente {id}',
  'card.severity': 'Gravedad',
  'card.status': 'Estado',
  'card.unassigned': 'Sin asignar',
  'card.assignedTo': 'Asignado a {assignee}',
  'card.updated': 'Actualizado {time}',
  'card.noTime': 'en un momento desconocido',
  'card.openPortal': 'Abrir en el portal de Defender',
  'card.merged': 'Ha pedido {askedId}; se combinó con {id}.',
  'card.stale': 'Esto es lo que decía hace {age}.',
  'card.several': 'Incidentes {ids}',

  'severity.high': 'Alta',
  'severity.medium': 'Media',
  'severity.low': 'Baja',
  'severity.informational': 'Informativa',
  'severity.unknown': 'Desconocida',
  'status.active': 'Activo',
  'status.inProgress': 'En curso',
  'status.awaitingAction': 'En espera de acción',
  'status.resolved': 'Resuelto',
  'status.redirected': 'Redirigido',
  'status.unknown': 'Desconocido',

  hint: 'No lo he entendido. Pruebe con: {suggestion}',
  reference: 'Referencia: {reference}',

  'help.title': 'Incidentes de Microsoft Defender',
  'help.intro':
    'Envíeme el número de un incidente y le respondo con su estado, gravedad, persona asignada y un enlace.',
  'help.one': 'El incidente 29. La barra y la palabra se pueden omitir.',
  'help.several': 'Varios a la vez, hasta {max}.',
  'help.link': 'Un enlace a un incidente',
  'help.linkMeaning': 'Pegado desde el portal de Defender.',
  'help.help': 'Este resumen.',
  'help.inChannels': 'En un canal o chat de grupo, mencióneme en cada mensaje, también en las respuestas.',

  'failure.invalid-id': 'Eso no es un número de incidente. Envíe un número entero, por ejemplo: /incident 29',
  'failure.not-found': 'No se encontró el incidente {id}. Puede que nunca haya existido o que ya no se conserve.',
  'failure.not-found.merged': 'El incidente {id} se combinó con {target}, que no se encontró.',
  'failure.not-allowed': 'No puede ver incidentes aquí. Pregunte a la administración del bot.',
  'failure.not-allowed.contact': 'No puede ver incidentes aquí. Pregunte a {contact}.',
  'failure.missing-permission':
    'El bot no tiene permiso para leer incidentes. La administración debe concederle el permiso de aplicación {role} y consentirlo.',
  'failure.not-provisioned':
    'Este inquilino no tiene Microsoft Defender XDR configurado o con licencia, así que no hay incidentes que leer.',
  'failure.bad-credential':
    'El bot no pudo iniciar sesión en la API de seguridad. Su administración debe comprobar sus credenciales.',
  'failure.throttled': 'La API de seguridad está limitando las solicitudes. Inténtelo de nuevo en {wait}.',
  'failure.unavailable': 'La API de seguridad no está disponible ahora. Inténtelo de nuevo en un minuto.',
  'failure.timeout': 'La API de seguridad tardó demasiado en responder. Inténtelo de nuevo en un minuto.',
  'failure.other-tenant': 'Ese enlace es de otro inquilino. El bot solo lee incidentes de su propio inquilino.',
  'failure.too-many': 'Son más de {max} incidentes. Pida como máximo {max} a la vez.',
  'failure.merge-loop':
    'El incidente {id} está combinado en círculo o demasiadas veces, así que no hay un incidente final que mostrar.',
  'failure.internal': 'Algo falló en el bot. Su administración puede averiguarlo con la referencia.',
};
