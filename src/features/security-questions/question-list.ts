/** Questions to choose from. Each has an answer that few others know, that stays the same, and that one remembers. */
export const questionList: readonly string[] = [
  'What was the name of your first pet?',
  'What was the first concert that you went to?',
  'In which town did your parents meet?',
  'What was the name of the street where you grew up?',
  'What was the make of your first bicycle or car?',
  'What was the first dish that you learned to cook?',
  'Who was your favourite teacher?',
  'What did you want to become when you were a child?',
  'What was the name of your first employer?',
  'Where did you spend your first holiday away from your parents?',
  'What is the middle name of your oldest cousin?',
  'What was the title of the first book that you loved?',
];

/** How many an account has. */
export const questionCount = 3;
