/** Where nobody is without a post: a buffer shift that found no other work is spent here, paid. */
export const REST_ROOM = 'REST_ROOM';

/** Work without customer contact, for who is off the phones. Listening to complaints and calling back are none (BS-R9). */
export const DEFAULT_POSTS = [
  { code: 'DATA', name: '数据分析', nameEn: 'Data analysis', capacity: 3 },
  { code: 'KNOWLEDGE', name: '知识库维护', nameEn: 'Knowledge base', capacity: 3 },
  { code: 'CASES', name: '案例脱敏入库', nameEn: 'Case library', capacity: 2 },
  { code: 'REPORTS', name: '报表', nameEn: 'Reports', capacity: 2 },
  { code: 'FORMS', name: '表单整理', nameEn: 'Forms', capacity: 4 },
  { code: REST_ROOM, name: '休整', nameEn: 'Rest room', capacity: null },
];
